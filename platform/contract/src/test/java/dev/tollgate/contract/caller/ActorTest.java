package dev.tollgate.contract.caller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActorTest {

    @Test
    void an_operator_called_as_a_person_is_has_another_qualified_id() {
        var operator = new Actor(Actor.Kind.OPERATOR, "anna", "anna");
        var person = new Actor(Actor.Kind.SUBJECT, "anna", "anna");

        assertThat(operator.qualifiedId()).isNotEqualTo(person.qualifiedId());
    }
}
