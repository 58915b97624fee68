/** Reading what the relayer does. */
@NullMarked
package org.computingpower.relayer.adapter.rest;

import org.jspecify.annotations.NullMarked;
