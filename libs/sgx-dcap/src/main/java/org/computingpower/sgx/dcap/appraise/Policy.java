package org.computingpower.sgx.dcap.appraise;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.json.JsonFormatException;

/**
 * What a relying party accepts. Everything not named is refused; {@link TcbStatus#REVOKED} and a TCB that no level
 * matches cannot be accepted at all.
 *
 * @param version counts up with each change; 0 to 2^53 - 1
 * @param trustRoots SHA-256 of the roots that are accepted
 * @param sgx enclaves that are accepted
 * @param tdx trust domains that are accepted
 * @param acceptedStatuses TCB statuses that pass
 * @param toleratedStatuses TCB statuses that pass with a warning
 * @param outOfDateGrace how long after a TCB recovery event a platform that was accepted before may be out of date;
 *     zero means not at all
 * @param toleratedAdvisories advisories that a platform needing software hardening may have; all others fail it
 * @param deniedAdvisories advisories that fail any platform
 * @param minTcbEvaluationDataNumber lowest evaluation number of collateral
 * @param sgxTypes memory protections that are accepted
 * @param requireSeptVeDisable refuse trust domains into which the host can inject exceptions
 * @param allowedServiceTds MRSERVICETD values other than zero that are accepted
 * @param nodesPerPlatform how many nodes may run on one platform at a time, 1 to 1024
 * @param dangerousAllowSimulatedDebug accept debug enclaves, and only under a simulated root
 */
public record Policy(
        long version,
        Set<Bytes> trustRoots,
        List<SgxMeasurement> sgx,
        List<TdxMeasurement> tdx,
        Set<TcbStatus> acceptedStatuses,
        Set<TcbStatus> toleratedStatuses,
        Duration outOfDateGrace,
        Set<String> toleratedAdvisories,
        Set<String> deniedAdvisories,
        int minTcbEvaluationDataNumber,
        Set<SgxType> sgxTypes,
        boolean requireSeptVeDisable,
        Set<Bytes> allowedServiceTds,
        int nodesPerPlatform,
        boolean dangerousAllowSimulatedDebug) {

    /** Largest integer that every JSON reader keeps exactly. */
    public static final long MAX_VERSION = (1L << 53) - 1;

    /** Most nodes that a policy may allow on one platform. */
    public static final int MAX_NODES_PER_PLATFORM = 1024;

    public Policy {
        trustRoots = Set.copyOf(trustRoots);
        sgx = List.copyOf(sgx);
        tdx = List.copyOf(tdx);
        acceptedStatuses = Set.copyOf(acceptedStatuses);
        toleratedStatuses = Set.copyOf(toleratedStatuses);
        toleratedAdvisories = Set.copyOf(toleratedAdvisories);
        deniedAdvisories = Set.copyOf(deniedAdvisories);
        sgxTypes = Set.copyOf(sgxTypes);
        allowedServiceTds = Set.copyOf(allowedServiceTds);
        if (acceptedStatuses.contains(TcbStatus.REVOKED) || toleratedStatuses.contains(TcbStatus.REVOKED)) {
            throw new IllegalArgumentException("no policy accepts a revoked platform");
        }
        if (version < 0 || version > MAX_VERSION || outOfDateGrace.isNegative()) {
            throw new IllegalArgumentException("version and grace are not negative");
        }
        if (nodesPerPlatform < 1 || nodesPerPlatform > MAX_NODES_PER_PLATFORM) {
            throw new IllegalArgumentException("a platform runs 1 to 1024 nodes, not " + nodesPerPlatform);
        }
    }

    /**
     * Starts from: accepts UpToDate, and SWHardeningNeeded with no advisories but those tolerated, under one root.
     * Names no measurement yet, so it accepts nothing until one is added.
     */
    public static PolicyBuilder standard(long version, Bytes trustRoot) {
        return new PolicyBuilder(version, Set.of(trustRoot));
    }

    /** Reads a policy document; see {@link PolicyDocument}. */
    public static Policy parse(Bytes document) throws JsonFormatException {
        return PolicyDocument.read(document);
    }

    /** Writes a policy document; the same policy always gives the same bytes. */
    public Bytes toDocument() {
        return PolicyDocument.write(this);
    }
}
