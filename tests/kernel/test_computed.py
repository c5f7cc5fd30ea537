from nestlike.kernel.computed import computed


class Circle:
    def __init__(self, radius):
        self.radius = radius
        self.asked = 0

    @computed
    def area(self):
        """Its area."""
        self.asked += 1
        return 3 * self.radius**2


def test_is_worked_out_once():
    circle = Circle(2)
    assert [circle.area, circle.area, circle.asked] == [12, 12, 1]
    assert Circle.area.__doc__ == "Its area."


def test_can_be_given_instead():
    circle = Circle(2)
    circle.area = 5
    assert [circle.area, circle.asked] == [5, 0]
