package org.computingpower.gateway.application.solver;

/** Where this process runs while it searches: a shared round must leave the tenants' CPUs alone. */
public interface SolverCpus {
    /** On the reserved CPUs only. Never fails: a round matters more. */
    void reservedOnly();

    /** On all again. */
    void all();
}
