/** What the whole service knows of the market. JDK, market-terms and power-proof only. */
@NullMarked
package org.computingpower.challenge.domain;

import org.jspecify.annotations.NullMarked;
