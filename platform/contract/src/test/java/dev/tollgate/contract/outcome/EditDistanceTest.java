package dev.tollgate.contract.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({"ab, ba, 1", "contcat, contact, 1", "abc, abc, 0", "'', abc, 3", "abc, '', 3", "kitten, sitting, 3"})
    void a_swap_of_neighbours_is_one_mistake(String one, String other, int mistakes) {
        assertThat(EditDistance.of(one, other)).isEqualTo(mistakes);
    }

    @Test
    void a_count_with_a_limit_is_the_whole_count_or_beyond_the_limit() {
        var random = new Random(11);
        for (int run = 0; run < 5_000; run++) {
            var one = word(random);
            var other = word(random);
            int limit = random.nextInt(8);
            int mistakes = EditDistance.of(one, other);
            int counted = EditDistance.within(limit, one, other);

            assertThat(counted > limit).as("%s and %s", one, other).isEqualTo(mistakes > limit);
            if (mistakes <= limit) {
                assertThat(counted).as("%s and %s", one, other).isEqualTo(mistakes);
            }
        }
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(10), 'a', 'd')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
