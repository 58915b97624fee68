@NullMarked
package org.computingpower.challenge.adapter.drand;

import org.jspecify.annotations.NullMarked;
