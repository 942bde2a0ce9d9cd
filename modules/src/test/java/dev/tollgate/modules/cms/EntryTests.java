package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Entries of a collection of posts, on a desk of their own, with a workspace for each test. */
abstract class EntryTests {

    static Desk desk;

    Caller caller;
    Content content;
    Site site;
    Collection posts;

    @BeforeAll
    static void open() {
        desk = new Desk(new CmsModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void prepare() {
        caller = desk.stranger();
        content = new Content(desk, caller);
        site = content.site("docs");
        posts = content.collection(site, "posts", Content.POSTS);
    }
}
