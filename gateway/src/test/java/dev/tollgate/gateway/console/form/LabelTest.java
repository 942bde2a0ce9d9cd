package dev.tollgate.gateway.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTest {

    @ParameterizedTest
    @CsvSource({
        "spend_micros, Spend",
        "api-keys, API keys",
        "webhook_id, Webhook ID",
        "top-up-requests, Top-up requests",
        "top_up_id, Top-up ID",
        "stop_upgrade, Stop upgrade"
    })
    void a_name_reads_as_words_of_people(String name, String words) {
        assertThat(Label.of(name)).isEqualTo(words);
    }
}
