package org.computingpower.sgx.dcap.appraise;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;
import org.computingpower.sgx.dcap.TcbStatus;

/** Puts a {@link Policy} together, starting from the standard one. See the components of {@link Policy}. */
public final class PolicyBuilder {
    private final long version;
    private final Set<Bytes> trustRoots;
    private List<SgxMeasurement> sgx = List.of();
    private List<TdxMeasurement> tdx = List.of();
    private Set<TcbStatus> acceptedStatuses = EnumSet.of(TcbStatus.UP_TO_DATE, TcbStatus.SW_HARDENING_NEEDED);
    private Set<TcbStatus> toleratedStatuses = Set.of();
    private Duration outOfDateGrace = Duration.ZERO;
    private Set<String> toleratedAdvisories = Set.of();
    private Set<String> deniedAdvisories = Set.of();
    private int minTcbEvaluationDataNumber;
    private Set<SgxType> sgxTypes = EnumSet.allOf(SgxType.class);
    private boolean requireSeptVeDisable = true;
    private Set<Bytes> allowedServiceTds = Set.of();
    private int nodesPerPlatform = 1;
    private boolean dangerousAllowSimulatedDebug;

    PolicyBuilder(long version, Set<Bytes> trustRoots) {
        this.version = version;
        this.trustRoots = trustRoots;
    }

    public PolicyBuilder sgx(List<SgxMeasurement> measurements) {
        this.sgx = measurements;
        return this;
    }

    public PolicyBuilder tdx(List<TdxMeasurement> measurements) {
        this.tdx = measurements;
        return this;
    }

    public PolicyBuilder acceptedStatuses(Set<TcbStatus> statuses) {
        this.acceptedStatuses = statuses;
        return this;
    }

    public PolicyBuilder toleratedStatuses(Set<TcbStatus> statuses) {
        this.toleratedStatuses = statuses;
        return this;
    }

    public PolicyBuilder outOfDateGrace(Duration grace) {
        this.outOfDateGrace = grace;
        return this;
    }

    public PolicyBuilder toleratedAdvisories(Set<String> advisoryIds) {
        this.toleratedAdvisories = advisoryIds;
        return this;
    }

    public PolicyBuilder deniedAdvisories(Set<String> advisoryIds) {
        this.deniedAdvisories = advisoryIds;
        return this;
    }

    public PolicyBuilder minTcbEvaluationDataNumber(int minimum) {
        this.minTcbEvaluationDataNumber = minimum;
        return this;
    }

    public PolicyBuilder sgxTypes(Set<SgxType> types) {
        this.sgxTypes = types;
        return this;
    }

    public PolicyBuilder requireSeptVeDisable(boolean required) {
        this.requireSeptVeDisable = required;
        return this;
    }

    public PolicyBuilder allowedServiceTds(Set<Bytes> measurements) {
        this.allowedServiceTds = measurements;
        return this;
    }

    public PolicyBuilder nodesPerPlatform(int nodes) {
        this.nodesPerPlatform = nodes;
        return this;
    }

    /** Debug enclaves protect nothing; accepted under a simulated root only. */
    public PolicyBuilder dangerousAllowSimulatedDebug(boolean allowed) {
        this.dangerousAllowSimulatedDebug = allowed;
        return this;
    }

    public Policy build() {
        return new Policy(
                version,
                trustRoots,
                sgx,
                tdx,
                acceptedStatuses,
                toleratedStatuses,
                outOfDateGrace,
                toleratedAdvisories,
                deniedAdvisories,
                minTcbEvaluationDataNumber,
                sgxTypes,
                requireSeptVeDisable,
                allowedServiceTds,
                nodesPerPlatform,
                dangerousAllowSimulatedDebug);
    }
}
