/** The service on a real broker and database. */
@NullMarked
package org.computingpower.challenge.it;

import org.jspecify.annotations.NullMarked;
