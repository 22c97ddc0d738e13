package dev.paddock.service.internal.command;

import dev.paddock.service.internal.Setting;

/** The reference of settings, as it stands in docs/service.md. */
public final class SettingsTable {
    private SettingsTable() {}

    public static String markdown() {
        var text = new StringBuilder("| setting | kind | default | meaning |\n|---|---|---|---|\n");
        for (var setting : Setting.ALL) {
            text.append("| `").append(setting.name()).append("` | ").append(setting.kind().label()).append(" | ");
            text.append(setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`");
            text.append(" | ").append(setting.help()).append(" |\n");
        }
        return text.toString();
    }
}
