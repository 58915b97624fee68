package org.computingpower.attestation.adapter.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.computingpower.attestation.application.Attestations;
import org.computingpower.attestation.domain.Market;
import org.computingpower.kit.rest.Problem;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** This validator's judgments on nodes. */
@Path("/api/attestation/v1/nodes/{nodeId}")
@Tag(name = "nodes")
public class NodeResource {
    private final Attestations attestations;
    private final Market market;

    NodeResource(Attestations attestations, Market market) {
        this.attestations = attestations;
        this.market = market;
    }

    @GET
    @PermitAll
    @Operation(summary = "The last verdict on a node with every check")
    public Uni<Views.Verdict> verdict(@PathParam("nodeId") String nodeId) {
        NodeId node = EvidenceResource.nodeId(nodeId);
        return attestations
                .latest(node)
                .chain(found -> attestations
                        .standing(node)
                        .map(claim -> Views.Verdict.of(found.orElseThrow(NodeResource::notJudged), claim, market)));
    }

    @GET
    @Path("/bundle")
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Quote, collateral, policy, time and nonce inputs of the last appraisal, to be checked offline;"
                    + " with policyHash that policy in place of the appraisal's")
    @APIResponse(
            responseCode = "200",
            description = "The bundle",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<byte[]> bundle(
            @PathParam("nodeId") String nodeId, @QueryParam("policyHash") @Nullable String policyHash) {
        return attestations
                .bundle(EvidenceResource.nodeId(nodeId), hash(policyHash))
                .map(found -> BundleView.json(found.orElseThrow(NodeResource::notJudged), market));
    }

    private static Optional<Bytes32> hash(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Bytes32::parse);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("policyHash is 0x and 64 lower-case hex digits.");
        }
    }

    private static Problem notJudged() {
        return Problem.notFound("This validator has not judged the node, or knows no such policy.");
    }
}
