package org.computingpower.gateway.application.solver;

import java.util.List;

/**
 * The validators of the market.
 *
 * @param all one per member of the set
 */
public record Validators(List<Validator> all) {
    /** Copies the list. */
    public Validators {
        all = List.copyOf(all);
    }
}
