package org.computingpower.attestation.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.events.AttestationDecision;
import org.computingpower.events.Check;
import org.computingpower.events.CheckOutcome;
import org.computingpower.sgx.dcap.VerificationStatus;

/**
 * Checks as they are made. Reasons are what the refusal's hash covers, so they hold nothing that differs from validator
 * to validator, like the time; details may.
 */
final class CheckList {
    private final List<Check> checks = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** A rule of ours. */
    void add(String name, Optional<String> failure, String whenPassed) {
        if (failure.isPresent()) {
            checks.add(new Check(name, CheckOutcome.FAIL, failure.get()));
            failures.add(name + ": " + failure.get());
        } else {
            checks.add(new Check(name, CheckOutcome.PASS, whenPassed));
        }
    }

    void notChecked(String name, String detail) {
        checks.add(new Check(name, CheckOutcome.NOT_CHECKED, detail));
    }

    /** Rules of the policy. */
    void addAll(List<org.computingpower.sgx.dcap.appraise.Check> appraised) {
        for (org.computingpower.sgx.dcap.appraise.Check check : appraised) {
            checks.add(event(check));
            String reason = check.name() + ": " + check.detail();
            switch (check.outcome()) {
                case FAIL -> failures.add(reason);
                case WARN -> warnings.add(reason);
                case PASS, NOT_CHECKED -> {}
            }
        }
    }

    /** Steps of a verification that ended with {@code status}. */
    void addSteps(List<org.computingpower.sgx.dcap.appraise.Check> steps, VerificationStatus status) {
        for (org.computingpower.sgx.dcap.appraise.Check step : steps) {
            checks.add(event(step));
            switch (step.outcome()) {
                case FAIL -> failures.add(step.name() + ": " + status + " (" + status.code() + ")");
                case PASS, WARN, NOT_CHECKED -> {}
            }
        }
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    /** Failures if there are any, otherwise warnings. */
    List<String> reasons() {
        return List.copyOf(failures.isEmpty() ? warnings : failures);
    }

    AttestationDecision decision() {
        boolean allMade = checks.stream().noneMatch(check -> check.outcome() == CheckOutcome.NOT_CHECKED);
        if (!failures.isEmpty() || !allMade || checks.isEmpty()) {
            return AttestationDecision.REJECT;
        }
        return warnings.isEmpty() ? AttestationDecision.ACCEPT : AttestationDecision.ACCEPT_WITH_WARNINGS;
    }

    private static Check event(org.computingpower.sgx.dcap.appraise.Check check) {
        CheckOutcome outcome = switch (check.outcome()) {
            case PASS -> CheckOutcome.PASS;
            case WARN -> CheckOutcome.WARN;
            case FAIL -> CheckOutcome.FAIL;
            case NOT_CHECKED -> CheckOutcome.NOT_CHECKED;
        };
        return new Check(check.name(), outcome, check.detail());
    }
}
