package dev.tollgate.modules.crm;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A workspace for each test, and its records. */
public abstract class RecordTests {

    public static Desk desk;
    public Caller caller;
    public Records records;

    @BeforeAll
    static void open() {
        desk = new Desk(new CrmModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        caller = desk.stranger();
        records = new Records(desk, caller);
    }
}
