package dev.tollgate.money.hold;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A model in Java of one state in Redis: of an account or of a budget. */
public abstract class StateModel {

    boolean present;
    String run = "";
    long inc;
    final HeldModel held = new HeldModel();

    /** The first characters of its value. */
    abstract String format();

    /** Its numbers in their order. */
    abstract long[] numbers();

    abstract long closed();

    abstract StateModel copy();

    final boolean isOfRun(String currentRun) {
        return present && run.equals(currentRun);
    }

    final boolean release(long ofInc, long bucket, long cost, String currentRun) {
        return isOfRun(currentRun) && inc == ofInc && bucket > closed() && held.giveBack(bucket, cost);
    }

    final void lose() {
        present = false;
        held.clear();
    }

    final <M extends StateModel> M copiedTo(M copy) {
        copy.present = present;
        copy.run = run;
        copy.inc = inc;
        copy.held.addAll(held);
        return copy;
    }

    /** The state as Redis keeps it, byte for byte; null where there is none. */
    final byte[] packed() {
        if (!present) {
            return null;
        }
        byte[] head = (format() + run).getBytes(StandardCharsets.US_ASCII);
        long[] numbers = numbers();
        ByteBuffer bytes = ByteBuffer.allocate(head.length + (numbers.length + held.buckets() * 2) * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(head);
        for (long number : numbers) {
            bytes.putDouble(number);
        }
        held.pack(bytes);
        return bytes.array();
    }
}
