package dev.tollgate.modules.schema;

/**
 * How large a schema may be.
 *
 * @param owner what its values are part of, such as {@code an entry}
 * @param depthMax levels of values below the root
 * @param propertiesMax properties of one object
 * @param nodesMax values in all, the root included
 */
public record SchemaLimits(String owner, int depthMax, int propertiesMax, int nodesMax) {

    /** Of content. */
    public static final SchemaLimits CONTENT = new SchemaLimits("an entry", 5, 64, 256);

    /** Of tracked events. */
    public static final SchemaLimits EVENT = new SchemaLimits("an event", 4, 200, 256);
}
