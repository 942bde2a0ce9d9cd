package dev.tollgate.gateway.catalogue.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Shape;
import dev.tollgate.gateway.catalogue.Samples;
import org.junit.jupiter.api.Test;

/** Schemas are kept between catalogues. */
class RecordSchemasTest {

    private static final Shape<Samples.Cup> CUP = Shape.of(Samples.Cup.class);

    @Test
    void who_changes_a_schema_changes_nobody_else_s() {
        var answer = new RecordSchemas().output(CUP);
        var input = new RecordSchemas().input(CUP, Samples.Cup.class);
        var declaredAnswer = answer.deepCopy();
        var declaredInput = input.deepCopy();

        answer.removeAll();
        input.withObjectProperty("properties").removeAll();

        assertThat(new RecordSchemas().output(CUP)).isEqualTo(declaredAnswer);
        assertThat(new RecordSchemas().input(CUP, Samples.Cup.class)).isEqualTo(declaredInput);
        assertThat(declaredInput).isNotEqualTo(declaredAnswer);
    }
}
