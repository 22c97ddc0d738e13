package dev.paddock.host;

/** With dynamic paging: the program touched a page that is not mapped, and nobody mapped it. */
public final class PageFaultException extends GuestException {
    PageFaultException(String message, Outcome.PageFault outcome) {
        super(message, outcome);
    }
}
