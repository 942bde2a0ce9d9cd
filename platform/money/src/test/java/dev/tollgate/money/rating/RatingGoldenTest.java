package dev.tollgate.money.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Rating, line by line: what happens and what the account is afterwards. {@code -Dgolden.update=true} writes the lines
 * anew, for a person to read.
 */
class RatingGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/rating.csv");
    private static final Plans PLANS = new Plans(List.of(
            new Plan("small", 100, 250, 1, 20, 10),
            new Plan("large", 500, 900, 5, 20, 10),
            new Plan("empty", 0, 0, 5, 20, 10)));

    private final Map<UUID, Grant> grants = new HashMap<>();
    private final TreeMap<Long, OpenBucket> open = new TreeMap<>();
    private Account account;

    @Test
    void every_line_of_the_golden_table_holds() throws IOException {
        List<String> golden = Files.readAllLines(GOLDEN);

        List<String> lines = golden.stream().map(this::line).toList();

        if (Boolean.getBoolean("golden.update")) {
            Files.write(GOLDEN, lines);
        } else {
            assertThat(lines).isEqualTo(golden);
        }
    }

    private String line(String golden) {
        if (golden.isBlank() || golden.startsWith("#")) {
            return golden;
        }
        String[] cells = golden.split(",", -1);
        AccountUpdate update =
                change(Instant.parse(cells[0].strip()), cells[1].strip().split(" "));
        account = update.account();
        update.grants().forEach(grant -> grants.put(grant.id(), grant));
        update.opened().forEach(more -> open.merge(more.bucket(), more, OpenBucket::plus));
        return cells[0] + "," + cells[1] + "," + shown(update);
    }

    private AccountUpdate change(Instant now, String[] words) {
        return switch (words[0]) {
            case "open" -> {
                grants.clear();
                open.clear();
                yield Rating.open(new TenantId(new UUID(0, 1)), PLANS.named(words[1]), now);
            }
            case "charge" -> charge(Period.bucket(now), account.revision().inc(), words);
            case "charge_late" ->
                charge(
                        Period.bucket(Instant.parse(words[2])),
                        account.revision().inc(),
                        words);
            case "charge_old_copy" ->
                charge(Period.bucket(now), account.revision().inc() - 1, words);
            case "top_up" -> {
                Instant end = words.length > 2 ? Instant.parse(words[2]) : null;
                long amount = Long.parseLong(words[1]);
                yield Rating.topUp(
                        account,
                        live(),
                        new Grant(new UUID(0, grants.size() + 1L), amount, amount, end, false, now),
                        now);
            }
            case "take_back" ->
                Rating.takeBack(account, live(), new UUID(0, Long.parseLong(words[1])), Long.parseLong(words[2]), now);
            case "plan" -> Rating.plan(account, live(), PLANS.named(words[1]), now);
            case "override" -> Rating.override(account, live(), override(words), now);
            case "override_ends" -> Rating.override(account, live(), null, now);
            case "refresh" -> Rating.closeWithin(account, live(), account.closed(), List.of(), now);
            case "close" -> {
                long bucket = Period.bucket(now.minusSeconds(60)) - 1;
                List<OpenBucket> dropped =
                        new ArrayList<>(open.headMap(bucket, true).values());
                open.headMap(bucket, true).clear();
                yield Rating.close(account, live(), bucket, dropped, now);
            }
            case "raise" -> {
                open.clear();
                yield Rating.raise(account, Long.parseLong(words[1]));
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private AccountUpdate charge(long bucket, long inc, String[] words) {
        MeteredCharge usage = new MeteredCharge(Long.parseLong(words[1]), new Charge.Hold(inc, bucket));
        return Rating.charge(account, live(), List.of(usage));
    }

    /** Such as {@code override cap=20 included=5 notify 2026-12-01T00:00:00Z}. */
    private static AccountOverride override(String[] words) {
        Long cap = null;
        Long included = null;
        Enforcement enforcement = Enforcement.ENFORCE;
        Instant end = null;
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith("cap=")) {
                cap = Long.valueOf(words[i].substring(4));
            } else if (words[i].startsWith("included=")) {
                included = Long.valueOf(words[i].substring(9));
            } else if (words[i].endsWith("Z")) {
                end = Instant.parse(words[i]);
            } else {
                enforcement = Enforcement.of(words[i]);
            }
        }
        return new AccountOverride(cap, included, enforcement, "golden", end);
    }

    private List<Grant> live() {
        return grants.values().stream().filter(grant -> grant.left() > 0).toList();
    }

    private static String shown(AccountUpdate update) {
        Account after = update.account();
        PublishedFigures figures = PublishedFigures.of(after);
        String row = "%s %s included %d/%d prepaid %d cap %d/%d next %d %d balance %d"
                .formatted(
                        after.month().period(),
                        after.enforcement().text(),
                        after.month().includedLeft(),
                        after.month().included(),
                        after.prepaidLeft(),
                        after.month().capLeft(),
                        after.month().cap(),
                        after.next().includedLeft(),
                        after.next().capLeft(),
                        after.balanceMicros());
        String copy = "%s %d %d %d %d %d"
                .formatted(
                        update.publishes() ? "publish" : "keep",
                        figures.included(),
                        figures.prepaid(),
                        figures.capLeft(),
                        figures.nextIncluded(),
                        figures.nextCap());
        return " " + row + ", " + copy + ", " + entries(update);
    }

    private static String entries(AccountUpdate update) {
        return update.entries().stream()
                .map(entry -> "%s %s %s%s %+d%s"
                        .formatted(
                                entry.period(),
                                entry.kind().name().toLowerCase(java.util.Locale.ROOT),
                                entry.source().name().toLowerCase(java.util.Locale.ROOT),
                                entry.grant() == null ? "" : " " + entry.grant().getLeastSignificantBits(),
                                entry.micros(),
                                entry.adjusts() == null ? "" : " of " + entry.adjusts()))
                .collect(Collectors.joining("; "));
    }
}
