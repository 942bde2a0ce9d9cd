package dev.tollgate.contract.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the audit shows a text of a record in place of its value, before and after a change. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface AuditedAs {

    Form value();

    enum Form {
        /** Length in characters and SHA-256 of its UTF-8: for long texts, and JSON, in which people write anything. */
        DIGEST,
        /** Its last four characters, none of a text shorter than eight: for numbers of accounts and payments. */
        LAST_4
    }
}
