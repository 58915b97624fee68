package org.computingpower.registry.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.events.AccountRole;
import org.computingpower.events.Device;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.MissingCondition;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerBinding;
import org.computingpower.events.PowerStatus;
import org.computingpower.power.statistics.DeviceModel;
import org.computingpower.power.statistics.DeviceModel.Provenance;
import org.computingpower.registry.application.DeviceModels;
import org.computingpower.registry.domain.Account;
import org.computingpower.registry.domain.Node;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Offer;
import org.jspecify.annotations.Nullable;

/** Bodies of answers; docs/api.md. */
final class Views {
    private Views() {}

    record AccountView(UUID accountId, String subject, AccountRole role, Instant registeredAt, List<Address> wallets) {
        static AccountView of(Account account, List<Address> wallets) {
            return new AccountView(
                    account.accountId(), account.subject(), account.role(), account.registeredAt(), wallets);
        }
    }

    record Items<T>(List<T> items) {}

    record NonceView(
            String nonce,
            String domain,
            URI uri,
            long chainId,
            String statement,
            Instant issuedAt,
            Instant expirationTime) {}

    record WalletView(Address address) {}

    record ValidatorView(Address address, URI url, long setVersion) {}

    record PowerView(PowerStatus status, long rated, long measured, long advertised) {}

    record FacetsView(NodeAttestation attestation, NodeStake stake, PowerView power) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record NodeView(
            NodeId nodeId,
            VerifyingKey publicKey,
            UUID accountId,
            String provider,
            Address providerAddress,
            Address stakeAccount,
            Address payee,
            String gatewayOrigin,
            String region,
            NodeLifecycle lifecycle,
            boolean listed,
            List<MissingCondition> missing,
            FacetsView facets,
            List<Device> devices,
            @Nullable Offer offer,
            @Nullable Bytes32 offerHash,
            @Nullable DataProtection dataProtection,
            PowerBinding powerBinding,
            @Nullable Integer sharedPhiBps,
            long version,
            long effectiveEpoch) {

        static NodeView of(Node node) {
            Offer offer = node.offer();
            return new NodeView(
                    node.nodeId(),
                    node.publicKey(),
                    node.accountId(),
                    node.subject(),
                    node.providerAddress(),
                    node.stakeAccount(),
                    node.payee(),
                    node.gatewayOrigin(),
                    node.region(),
                    node.lifecycle(),
                    node.listed(),
                    node.missing(),
                    new FacetsView(
                            node.attestation(),
                            node.stake(),
                            new PowerView(
                                    node.power().status(),
                                    node.power().rated(),
                                    node.power().measured(),
                                    node.advertised())),
                    node.devices(),
                    offer,
                    offer == null ? null : offer.structHash(),
                    offer == null ? null : offer.dataProtection(),
                    PowerBinding.KEY_ONLY,
                    node.sharedPhiBps(),
                    node.version(),
                    node.effectiveEpoch());
        }
    }

    record DeviceModelView(
            String vendor,
            String model,
            DeviceKind kind,
            int puzzleKind,
            long lowest,
            long typical,
            long highest,
            Provenance provenance,
            String source,
            int catalogVersion) {
        static DeviceModelView of(DeviceModel model, int catalogVersion) {
            return new DeviceModelView(
                    model.vendor(),
                    model.model(),
                    DeviceModels.kind(model.deviceClass()),
                    model.puzzleKind(),
                    model.lowest(),
                    model.typical(),
                    model.highest(),
                    model.provenance(),
                    model.source(),
                    catalogVersion);
        }
    }

    record SearchView(List<NodeView> items, Map<String, Long> rejected) {}
}
