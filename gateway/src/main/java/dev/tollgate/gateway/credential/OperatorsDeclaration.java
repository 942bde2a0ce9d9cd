package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.HashMap;
import java.util.List;

/** Who may use the control plane as an operator. */
@ConfigMapping(prefix = "tollgate.operators")
public interface OperatorsDeclaration {
    @WithParentName
    List<Operator> operators();

    /** One operator. */
    interface Operator {
        @Setting("Name of the operator, as the audit shows it.")
        String name();

        @Setting("SHA-256 of the operator's token in hex; bin/tollgate operator-token NAME makes both.")
        String tokenHash();
    }

    /** The operators these settings name. */
    default OperatorTokens toTokens() {
        var names = new HashMap<String, String>();
        operators().forEach(operator -> names.put(operator.tokenHash(), operator.name()));
        return new OperatorTokens(names);
    }
}
