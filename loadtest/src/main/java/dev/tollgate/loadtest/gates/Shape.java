package dev.tollgate.loadtest.gates;

/** How a window is loaded. */
enum Shape {
    /** The highest rate over 64 connections. */
    AT_64("64", 64),
    /** The highest rate over 256 connections. */
    AT_256("256", 256),
    /** Half the rate just seen at 256, constant, with intended start times. */
    HALF("half", 256);

    private final String text;
    private final int connections;

    Shape(String text, int connections) {
        this.text = text;
        this.connections = connections;
    }

    String text() {
        return text;
    }

    int connections() {
        return connections;
    }
}
