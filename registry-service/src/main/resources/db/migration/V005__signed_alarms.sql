-- Alarms are signed from here on, and only those of the present validators are counted. What was said before was signed by nobody.
delete from power_alarm;
