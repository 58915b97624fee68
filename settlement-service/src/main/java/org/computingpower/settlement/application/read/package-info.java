/** What callers may read: records that go on the wire as they are. */
@NullMarked
package org.computingpower.settlement.application.read;

import org.jspecify.annotations.NullMarked;
