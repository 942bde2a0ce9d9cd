package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Settings of operators and their tokens. */
@ConfigMapping(prefix = "tollgate.operators")
public interface OperatorsDeclaration {
    @WithParentName
    List<Operator> operators();

    /** One operator. */
    interface Operator {
        @Setting("Name of the operator, as shown in the audit.")
        String name();

        @Setting(
                value = "SHA-256 of the operator's token in hex; bin/tollgate operator-token NAME generates both.",
                secret = true)
        String tokenHash();
    }

    /**
     * The operators these settings name.
     *
     * @throws SettingsRejected with every fault: each operator has a name and a token of their own
     */
    default OperatorTokens toTokens() {
        var faults = new ArrayList<String>();
        var names = new HashMap<String, String>();
        var taken = new HashSet<String>();
        for (int at = 0; at < operators().size(); at++) {
            var setting = "tollgate.operators[" + at + "]";
            var operator = operators().get(at);
            var hash = operator.tokenHash().toLowerCase(Locale.ROOT);
            if (!OperatorTokens.isName(operator.name())) {
                faults.add(setting + ".name must be " + OperatorTokens.NAME_FORM + ": " + operator.name());
            } else if (!taken.add(operator.name())) {
                faults.add(setting + ".name is another operator's already: " + operator.name());
            }
            if (!OperatorTokens.isHash(hash)) {
                faults.add(setting + ".token-hash must be 64 hex digits");
            } else if (names.putIfAbsent(hash, operator.name()) != null) {
                faults.add(setting + ".token-hash is that of " + names.get(hash) + " already");
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsRejected(faults);
        }
        return new OperatorTokens(names);
    }
}
