package dev.tollgate.modules.cms;

import dev.tollgate.modules.Desk;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same in two processes, which notice each other's changes of what is live. */
abstract class PublishedEntryTests extends EntryTests {

    static Desk other;

    @BeforeAll
    static void openOther() {
        other = new Desk(desk);
        var _ = Desk.await(Future.all(desk.notifications.start(), other.notifications.start()));
    }

    @AfterAll
    static void closeOther() {
        other.close();
    }
}
