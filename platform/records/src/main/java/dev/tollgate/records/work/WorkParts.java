package dev.tollgate.records.work;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.outbox.OutboxSignal;

/**
 * Dependencies of {@link Work} besides its database.
 *
 * @param sliceCount slices of the outbox, which are the partitions of the topics
 * @param holdRemainder gives back what a call held and did not use
 */
public record WorkParts(
        IdSource ids,
        int sliceCount,
        OutboxSignal outboxSignal,
        EncryptedAnswers sealedAnswers,
        AnswerEncoder writtenAnswer,
        HoldRemainder holdRemainder) {}
