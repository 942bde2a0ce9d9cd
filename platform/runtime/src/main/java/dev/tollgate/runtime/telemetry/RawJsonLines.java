package dev.tollgate.runtime.telemetry;

/**
 * Lines that are JSON already, handed to a logger as the one argument of a message: {@link JsonLines} writes them as
 * they are. For what is logged on every call: an event of the logger per call costs more than many calls do.
 *
 * @param bytes whole lines, each with its end; not to be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; handed on once
public record RawJsonLines(byte[] bytes) {

    /** The number of bytes, for appenders that print no lines. */
    @Override
    public String toString() {
        return bytes.length + " bytes of lines";
    }
}
