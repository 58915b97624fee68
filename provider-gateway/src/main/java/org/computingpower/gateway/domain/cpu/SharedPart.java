package org.computingpower.gateway.domain.cpu;

/**
 * The part of the machine that is the solver's alone while a tenant shares the machine with it.
 *
 * @param phiBps the part of the rated power that the reserved CPUs give, basis points, 1 to 9999
 * @param reserved CPUs that no tenant gets
 * @param tenants CPUs that tenants get
 */
public record SharedPart(int phiBps, CpuSet reserved, CpuSet tenants) {

    private static final int WHOLE_BPS = 10_000;

    /**
     * @throws IllegalArgumentException if a number lies outside its bounds or the CPUs overlap
     */
    public SharedPart {
        if (phiBps < 1 || phiBps >= WHOLE_BPS) {
            throw new IllegalArgumentException("A shared part lies in [1, 9999] basis points. Found " + phiBps);
        }
        if (reserved.size() == 0
                || tenants.size() == 0
                || !tenants.without(reserved).equals(tenants)) {
            throw new IllegalArgumentException(
                    "Solver and tenants have CPUs of their own. Found " + reserved + " and " + tenants);
        }
    }

    /**
     * The part that a provider declares.
     *
     * @param machine CPUs that this process may use
     * @throws IllegalArgumentException if the reserved CPUs are not the machine's, leave tenants nothing, or are a smaller part of it than phi
     */
    public static SharedPart of(int phiBps, CpuSet reserved, CpuSet machine) {
        if (!machine.containsAll(reserved)) {
            throw new IllegalArgumentException("Of the reserved CPUs " + reserved + " this process may use only "
                    + reserved.without(reserved.without(machine)) + " (it has " + machine + ")");
        }
        if ((long) phiBps * machine.size() > (long) WHOLE_BPS * reserved.size()) {
            throw new IllegalArgumentException(reserved.size() + " of " + machine.size() + " CPUs are less than "
                    + phiBps + " basis points of the machine");
        }
        return new SharedPart(phiBps, reserved, machine.without(reserved));
    }
}
