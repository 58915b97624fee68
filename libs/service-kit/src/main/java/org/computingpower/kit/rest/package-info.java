/** The edge of a service: RFC 9457 problems, the caller, idempotent requests and pages. */
@NullMarked
package org.computingpower.kit.rest;

import org.jspecify.annotations.NullMarked;
