package dev.tollgate.contract.outcome;

import java.util.Locale;

/** The codes of refusals, worked out once per type. */
final class RefusalCodes {

    static final ClassValue<String> BY_TYPE = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> refusal) {
            return refusal.getSimpleName()
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                    .toLowerCase(Locale.ROOT);
        }
    };

    private RefusalCodes() {}
}
