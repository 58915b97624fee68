package org.computingpower.sgx.dcap.verify;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;
import org.computingpower.sgx.dcap.parse.SgxReport;

/**
 * What a quote says of the platform: enough to compute its TCB status again under other collateral.
 *
 * @param platformId SHA-256 of "CPP/platform/v1" and the PPID; the same for every PCK certificate of the platform
 * @param pckSerialNumber serial number of the PCK certificate; changes with each TCB recovery
 * @param pckIssuer DER of the name of the PCK's issuer
 * @param pckIssuerKey x and y of the key that issued the PCK
 * @param pckNotBefore first second at which the PCK is valid
 * @param pckNotAfter last second at which the PCK is valid
 * @param fmspc 6 bytes
 * @param pceId 2 bytes
 * @param sgxType what the memory encryption protects against
 * @param sgxTcbComponents 16 SVNs
 * @param pceSvn SVN of the provisioning certification enclave
 * @param cpuSvn 16 bytes, informative
 * @param platformInstanceId 16 bytes, only under the platform CA
 * @param qeReport report of the quoting enclave
 */
public record PlatformClaims(
        Bytes platformId,
        BigInteger pckSerialNumber,
        Bytes pckIssuer,
        Bytes pckIssuerKey,
        Instant pckNotBefore,
        Instant pckNotAfter,
        Bytes fmspc,
        Bytes pceId,
        SgxType sgxType,
        Bytes sgxTcbComponents,
        int pceSvn,
        Bytes cpuSvn,
        Optional<Bytes> platformInstanceId,
        SgxReport qeReport) {}
