/** What a validator computes before it signs a settlement batch. */
@NullMarked
package org.computingpower.challenge.domain.money;

import org.jspecify.annotations.NullMarked;
