package dev.paddock.cli.internal;

import java.util.List;

/** Lets tests see which files of the folder guest new projects are made of. */
public final class TemplateFiles {
    private TemplateFiles() {}

    public static List<String> resources() {
        return GuestTemplates.BY_LANGUAGE.values().stream()
                .flatMap(List::stream)
                .map(GuestTemplates.File::resource)
                .toList();
    }
}
