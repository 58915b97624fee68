/** The HTTP interface for nodes, people and other validators. */
@NullMarked
package org.computingpower.challenge.adapter.rest;

import org.jspecify.annotations.NullMarked;
