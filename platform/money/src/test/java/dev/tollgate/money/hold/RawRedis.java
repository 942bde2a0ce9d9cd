package dev.tollgate.money.hold;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A blocking connection to Redis that adds nothing: what goes in and out are bytes. */
public final class RawRedis implements AutoCloseable {

    /** An error reply. */
    public record Failed(String message) {}

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RawRedis(String url) {
        try {
            URI address = URI.create(url);
            socket = new Socket(address.getHost(), address.getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One command and its reply: Long, byte[], List, null or {@link Failed}. */
    public Object call(Object... command) {
        return calls(List.<Object[]>of(command)).getFirst();
    }

    /** Many in one write; replies in their order. */
    @CanIgnoreReturnValue
    public List<Object> calls(List<Object[]> commands) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (Object[] command : commands) {
                write(bytes, "*" + command.length + "\r\n");
                for (Object part : command) {
                    byte[] value = part instanceof byte[] raw
                            ? raw
                            : String.valueOf(part).getBytes(StandardCharsets.UTF_8);
                    write(bytes, "$" + value.length + "\r\n");
                    bytes.writeBytes(value);
                    write(bytes, "\r\n");
                }
            }
            bytes.writeTo(out);
            out.flush();
            List<Object> replies = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                replies.add(reply());
            }
            return replies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command whose failure is a failure of the test. */
    @CanIgnoreReturnValue
    public Object must(Object... command) {
        Object reply = call(command);
        if (reply instanceof Failed(String message)) {
            throw new IllegalStateException(command[0] + ": " + message);
        }
        return reply;
    }

    public String text(Object... command) {
        return new String((byte[]) must(command), StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Object reply() throws IOException {
        int kind = in.read();
        String line = line();
        return switch (kind) {
            case '+' -> line.getBytes(StandardCharsets.UTF_8);
            case '-' -> new Failed(line);
            case ':' -> Long.parseLong(line);
            case '$' -> bulk(Integer.parseInt(line));
            case '*' -> {
                List<Object> parts = new ArrayList<>();
                for (int i = 0; i < Integer.parseInt(line); i++) {
                    parts.add(reply());
                }
                yield parts;
            }
            default -> throw new IOException("not RESP: " + (char) kind + line);
        };
    }

    private byte[] bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] value = in.readNBytes(length);
        in.skipNBytes(2);
        return value;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("connection ended");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
