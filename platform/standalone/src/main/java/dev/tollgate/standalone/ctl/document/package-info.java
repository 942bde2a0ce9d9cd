/** The server's OpenAPI document, read as commands with fields, and kept between calls. */
@NullMarked
package dev.tollgate.standalone.ctl.document;

import org.jspecify.annotations.NullMarked;
