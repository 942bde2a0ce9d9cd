package dev.tollgate.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Commands of an operator to one Redis server on loopback, each over a connection of its own. */
public final class RedisConsole {

    private static final int ANSWER_MAX_MS = 10_000;

    private RedisConsole() {}

    /** The answer as text; elements of lists are separated by line feeds. An error is an {@link IOException}. */
    public static String send(int port, String... words) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MAX_MS);
            var command = new StringBuilder("*" + words.length + "\r\n");
            for (var word : words) {
                command.append('$')
                        .append(word.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
            return answer(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static String answer(InputStream in) throws IOException {
        var line = line(in);
        var rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '-' -> throw new IOException(rest);
            case '$' -> bulk(in, Integer.parseInt(rest));
            case '*' -> list(in, Integer.parseInt(rest));
            default -> rest;
        };
    }

    private static String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        in.skipNBytes(2);
        return text;
    }

    private static String list(InputStream in, int size) throws IOException {
        var all = new StringBuilder();
        for (int i = 0; i < size; i++) {
            all.append(i == 0 ? "" : "\n").append(answer(in));
        }
        return all.toString();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int read = in.read(); read != '\r'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) read);
        }
        in.skipNBytes(1);
        return line.toString();
    }
}
