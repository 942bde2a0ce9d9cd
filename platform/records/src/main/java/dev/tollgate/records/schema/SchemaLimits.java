package dev.tollgate.records.schema;

/**
 * How large a schema may be.
 *
 * @param depthMax levels of values below the root
 * @param propertiesMax properties of one object
 * @param nodesMax values in all, the root included
 */
public record SchemaLimits(int depthMax, int propertiesMax, int nodesMax) {

    /** Of content, and of the data of events that workspaces publish. */
    public static final SchemaLimits CONTENT = new SchemaLimits(5, 64, 256);

    /** Of tracked events. */
    public static final SchemaLimits EVENT = new SchemaLimits(4, 200, 256);
}
