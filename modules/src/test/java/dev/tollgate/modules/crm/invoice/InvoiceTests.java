package dev.tollgate.modules.crm.invoice;

import dev.tollgate.modules.crm.RecordTests;
import org.junit.jupiter.api.BeforeEach;

/** A workspace for each test, and its bills. */
abstract class InvoiceTests extends RecordTests {

    Bills bills;

    @BeforeEach
    void prepareBills() {
        bills = new Bills(desk, caller);
    }
}
