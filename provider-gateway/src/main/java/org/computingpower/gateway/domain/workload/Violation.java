package org.computingpower.gateway.domain.workload;

/**
 * One rule that an application breaks.
 *
 * @param path where, for example {@code documents[0].spec.template.spec.hostNetwork}
 * @param rule what is demanded there
 */
public record Violation(String path, String rule) {
    @Override
    public String toString() {
        return path + ": " + rule;
    }
}
