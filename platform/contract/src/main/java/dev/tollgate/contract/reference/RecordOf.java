package dev.tollgate.contract.reference;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which records an id is of. A column of this type, in any module's table, is a reference: the record must exist
 * in the workspace when it is set.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RecordOf {

    /** The table, which is also module and resource, such as {@code crm.contact}. */
    String value();

    /** The column that people call the record by; empty where it has none. Indexed behind the workspace. */
    String name() default "";

    /**
     * The column with the keys of the modules whose records it is made of; empty where it has none. Its name is told to
     * those who may read them all.
     */
    String madeOf() default "";

    /**
     * Columns of other modules that hold the record, such as {@code support.ticket.contact_id}: while one refers to it,
     * it cannot be deleted. Each is indexed behind the workspace. Any other column keeps an id that no longer resolves.
     */
    String[] heldBy() default {};
}
