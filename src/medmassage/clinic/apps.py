"""The app's registration; audited models are named here once."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """The clinic's tables."""

    name = "medmassage.clinic"
    label = "clinic"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every write to a clinic or a record that belongs to one leaves an audit row, and so does signing in."""
        from auditlog.registry import auditlog

        from medmassage.clinic import signins
        from medmassage.clinic.models import Clinic, ClinicRecord

        signins.listen()
        # A sole proprietor's tax ID may be a Social Security number.
        auditlog.register(Clinic, exclude_fields=["last_control_number"], mask_fields=["tax_id"])

        for model in self.get_models():
            if issubclass(model, ClinicRecord):
                auditlog.register(model, exclude_fields=list(model.unaudited))
