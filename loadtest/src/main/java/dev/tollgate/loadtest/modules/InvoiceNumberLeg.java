package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Invoices of one workspace created at the same time: their numbers have no gap and no double. */
final class InvoiceNumberLeg implements ModuleLeg {

    private static final int CALLERS = 16;
    private static final int UNIT_PRICE_CENTS = 33_333;

    @Override
    public String name() {
        return "invoice_numbers";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws InterruptedException {
        var client = testbed.client("crm");
        var numbers = new ArrayList<>(create(client, testbed.sized(50, 1_000), new CountedCalls()));
        var calls = new CountedCalls();
        numbers.addAll(create(client, testbed.sized(200, 10_000), calls));
        var expected = IntStream.rangeClosed(1, numbers.size())
                .mapToObj(number -> String.format(Locale.ROOT, "INV-%06d", number))
                .toList();
        require(
                numbers.stream().sorted().toList().equals(expected),
                "numbers are " + expected.getFirst() + " to " + expected.getLast() + ", but: " + numbers);
        calls.write(figures.put("callers", CALLERS));
    }

    /** Numbers in no order. */
    private static List<String> create(AppClient client, int count, CountedCalls calls) throws InterruptedException {
        return Callers.inParallel(CALLERS, count, _ -> {
            var reply = calls.write(client, "/v1/invoices", invoice(UNIT_PRICE_CENTS));
            require(reply.succeeded(), "an invoice is issued, but: " + reply.text());
            return reply.data().path("number").asText();
        });
    }

    /** An invoice of one line without tax. */
    static ObjectNode invoice(long unitPriceCents) {
        var invoice = JsonTrees.object().put("currency", "EUR");
        invoice.putObject("bill_to").put("name", "Kestrel Ltd");
        invoice.putArray("lines")
                .addObject()
                .put("description", "Yearly licence")
                .put("quantity", 1)
                .put("unit_price_cents", unitPriceCents);
        return invoice;
    }
}
