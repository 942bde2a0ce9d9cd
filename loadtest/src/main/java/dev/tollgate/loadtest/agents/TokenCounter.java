package dev.tollgate.loadtest.agents;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts tokens as the models with the encoding o200k do. */
final class TokenCounter {

    private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private TokenCounter() {}

    static int tokens(String text) {
        return O200K.countTokensOrdinary(text);
    }
}
