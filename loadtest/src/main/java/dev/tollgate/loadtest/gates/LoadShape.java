package dev.tollgate.loadtest.gates;

/** Shape of the load in a window. */
enum LoadShape {
    /** Closed loop over 64 connections. */
    AT_64("64", 64),
    /** Closed loop over 256 connections. */
    AT_256("256", 256),
    /** Open loop at half the rate of the closed loop at 256, with intended start times. */
    HALF("half", 256);

    final String text;
    final int connections;

    LoadShape(String text, int connections) {
        this.text = text;
        this.connections = connections;
    }
}
