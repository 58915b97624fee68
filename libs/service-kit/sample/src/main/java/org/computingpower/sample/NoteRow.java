package org.computingpower.sample;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.computingpower.kit.Ids;

/** An ordinary entity, to show that one is written in the transaction of its event. */
@Entity
@Table(name = "note")
public class NoteRow extends PanacheEntityBase {
    @Id
    public UUID id = Ids.next();

    public String text = "";
}
