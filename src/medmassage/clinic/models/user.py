"""A person who can sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from medmassage.clinic.models.record import Record


class UserManager(BaseUserManager["User"]):
    """Makes users, who sign in by email address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user with the password hashed."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of this address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """Signs in by email; what they may do is said by their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        """The name on screens."""
        return self.name
