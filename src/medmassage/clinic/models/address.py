"""The parts of a mailing address, the same on every record that has one."""

from django.db import models


class AddressFields(models.Model):
    """Street, city, state and ZIP code in the United States."""

    street = models.CharField(max_length=55, blank=True)
    street2 = models.CharField("Suite or unit", max_length=55, blank=True)
    city = models.CharField(max_length=30, blank=True)
    address_state = models.CharField("State", max_length=2, blank=True)
    zip_code = models.CharField("ZIP", max_length=10, blank=True)

    class Meta:
        """Not a table."""

        abstract = True
