package dev.paddock.host;

import dev.paddock.program.SourceFrame;
import java.util.List;

/** With dynamic paging: the program touched a page that is not mapped, and nobody mapped it. */
public final class PageFaultException extends GuestException {
    private final transient List<SourceFrame> frames;

    PageFaultException(String message, Outcome.PageFault outcome, List<SourceFrame> frames) {
        super(message, outcome);
        this.frames = frames;
    }

    /**
     * The function that touched the page and those that it is inlined into, innermost first; empty where the program carries no
     * debug information.
     */
    public List<SourceFrame> frames() {
        return frames;
    }
}
