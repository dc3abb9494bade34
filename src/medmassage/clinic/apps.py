"""The app's registration; audited models are named here once."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """The clinic's tables."""

    name = "medmassage.clinic"
    label = "clinic"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every write to a record that belongs to a clinic leaves an audit row."""
        from auditlog.registry import auditlog

        from medmassage.clinic.models import ClinicRecord

        for model in self.get_models():
            if issubclass(model, ClinicRecord):
                auditlog.register(model, exclude_fields=list(model.unaudited))
