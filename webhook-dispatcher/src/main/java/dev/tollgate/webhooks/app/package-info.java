/**
 * The dispatcher's process: settings, migrations, the service and how it is put together. The only package that sees
 * all others.
 */
@NullMarked
package dev.tollgate.webhooks.app;

import org.jspecify.annotations.NullMarked;
