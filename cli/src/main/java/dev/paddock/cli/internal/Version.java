package dev.paddock.cli.internal;

/** The version of this build, from the jar's manifest. */
final class Version {
    private Version() {}

    static String text() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
