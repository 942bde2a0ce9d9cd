package dev.tollgate.money.rating;

/**
 * Sequence and incarnation numbers of an account and its copy.
 *
 * @param seq rises by one with every change of the row
 * @param publishSeq the seq of the last change that Redis must see
 * @param ackedSeq the highest seq that Redis has acknowledged
 * @param inc the incarnation of the copy
 * @param prep the last number used to prepare a copy
 */
public record Revision(long seq, long publishSeq, long ackedSeq, long inc, long prep) {

    static final Revision FIRST = new Revision(1, 1, 0, 1, 1);

    Revision next(boolean publish) {
        return new Revision(seq + 1, publish ? seq + 1 : publishSeq, ackedSeq, inc, prep);
    }

    Revision incarnation(long n) {
        return new Revision(seq + 1, seq + 1, ackedSeq, n, Math.max(prep, n));
    }
}
